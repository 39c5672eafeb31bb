/** The shells that have a script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** The hidden command that the scripts ask; it prints a candidate a line and last `:none`, `:files` or `:folders`. */
export const COMPLETE = 'complete-words';

/** Called through both names: as a program of its own and as a plug-in of kubectl. */
const NAMES = 'kube-rehearse kubectl-rehearse';

/** What a shell reads once to complete the command line from then on. */
export const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `# kube-rehearse completion for bash; in ~/.bashrc:  source <(kube-rehearse completion bash)
_kube_rehearse() {
  local current="\${COMP_WORDS[COMP_CWORD]}" line paths=none
  COMPREPLY=()
  # a word that is only a separator has no text of its own to replace
  [ "$current" = "=" ] && current=""
  while IFS= read -r line; do
    case "$line" in
      :*) paths="\${line#:}" ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("$1" ${COMPLETE} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case "$paths" in
    files) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current") ;;
    folders) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current") ;;
  esac
}
complete -F _kube_rehearse ${NAMES}
`,
  zsh: `#compdef ${NAMES}
# kube-rehearse completion for zsh; in ~/.zshrc after compinit:  source <(kube-rehearse completion zsh)
_kube_rehearse() {
  local line paths=none
  local -a candidates
  while IFS= read -r line; do
    case "$line" in
      :*) paths="\${line#:}" ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <("\${words[1]}" ${COMPLETE} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  # what stands before a sign is part of the word, but not of a value
  compset -P '--*='
  (( \${#candidates} )) && _describe 'kube-rehearse' candidates
  case "$paths" in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
compdef _kube_rehearse ${NAMES}
`,
  fish: `# kube-rehearse completion for fish:  kube-rehearse completion fish > ~/.config/fish/completions/kube-rehearse.fish
function __kube_rehearse
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l assigned (string match -r -- '^--[^=]+=' $current)
    for line in ($words[1] ${COMPLETE} -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':none'
            case ':files'
                __fish_complete_path (string replace -r -- '^--[^=]+=' '' $current) | string replace -r '^' -- "$assigned"
            case ':folders'
                __fish_complete_directories (string replace -r -- '^--[^=]+=' '' $current) | string replace -r '^' -- "$assigned"
            case '*'
                echo "$assigned$line"
        end
    end
end
for name in ${NAMES}
    complete -c $name -f -a '(__kube_rehearse)'
end
`,
};
