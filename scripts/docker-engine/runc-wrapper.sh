#!/bin/sh
# The OCI runtime of an engine on a machine without CAP_SYS_RESOURCE. A privileged container asks for every capability there is, and
# runc fails on the one that nobody here can have. This takes it out of what is asked for and hands over to the real runc.
# Usage: as runc's. Expects KUBE_REHEARSE_NODE, the Node that edits, and KUBE_REHEARSE_RUNC, the real runc.
set -eu
command='' file='' previous=''
for argument; do
  case $previous in
    -b | --bundle) file=$argument/config.json ;;
    -p | --process) file=$argument ;;
  esac
  case $argument in
    --bundle=*) file=${argument#*=}/config.json ;;
    --process=*) file=${argument#*=} ;;
  esac
  case $previous in
    --root | --log | --log-format | --criu | --rootless) ;; # this is the option's value
    *) case $argument in -*) ;; *) command=${command:-$argument} ;; esac ;;
  esac
  previous=$argument
done
case $command in
  create | run | restore) file=${file:-$PWD/config.json} ;;
  exec) ;;
  *) file='' ;;
esac
if [ -n "$file" ]; then "$KUBE_REHEARSE_NODE" "$(dirname "$(readlink -f "$0")")/drop-capability.mjs" "$file" CAP_SYS_RESOURCE; fi
exec "$KUBE_REHEARSE_RUNC" "$@"
