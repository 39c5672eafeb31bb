// Command workload is what rehearsed pods run: it shows from outside whether a container was restarted or lost its data.
//
//	workload [-listen :8080] [-counter FILE] [-seconds N]
//
// It serves what it knows of itself as JSON, until it is ended, or for N seconds, after which it ends with 0. Once a second it appends a line to FILE: the next number, its own start, and the time. The numbers go on where the file ends, so a
// gap, a repetition or a second start can be read from the file alone.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	started = time.Now().UTC()
	counter atomic.Int64
)

func main() {
	listen := flag.String("listen", ":8080", "address to serve on")
	path := flag.String("counter", "", "file to append to")
	seconds := flag.Int("seconds", 0, "how long to work; 0 is for ever")
	flag.Parse()

	file := open(*path)
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	go serve(*listen)
	var done <-chan time.Time
	if *seconds > 0 {
		done = time.After(time.Duration(*seconds) * time.Second)
	}
	tick := time.NewTicker(time.Second)
	for {
		select {
		case <-tick.C:
			count(file)
		case <-done:
			fmt.Printf("done at %d\n", counter.Load())
			return
		case received := <-ended:
			fmt.Printf("ended by %s at %d\n", received, counter.Load())
			os.Exit(1)
		}
	}
}

// open continues the count of a file; without a file the count is in memory only.
func open(path string) *os.File {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var last int64
		if _, err := fmt.Sscan(lines.Text(), &last); err == nil {
			counter.Store(last)
		}
	}
	return file
}

func count(file *os.File) {
	next := counter.Add(1)
	if file == nil {
		return
	}
	if _, err := fmt.Fprintf(file, "%d %s %s\n", next, started.Format(time.RFC3339Nano), time.Now().UTC().Format(time.RFC3339Nano)); err != nil {
		log.Fatal(err)
	}
}

func serve(listen string) {
	host, _ := os.Hostname()
	http.HandleFunc("/", func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(answer).Encode(map[string]any{
			"host":          host,
			"startedAt":     started.Format(time.RFC3339Nano),
			"uptimeSeconds": time.Since(started).Seconds(),
			"counter":       counter.Load(),
		})
	})
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("serving on %s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}
