// Command pause keeps a pod's namespaces alive: it waits to be told to end, and reaps what is handed to it as process 1.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		for {
			// a pid below 1 means that no child is waiting
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); err != nil || pid < 1 {
				break
			}
		}
	}
}
