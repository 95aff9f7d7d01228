// Command redis is a small redis-server for Argo CD's cache, for machines that have neither Redis nor Valkey.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// passwordVariable carries the password: an argument would show in the process list.
const passwordVariable = "REDIS_PASSWORD"

func main() {
	addr := flag.String("addr", "127.0.0.1:6379", "address to listen on, a loopback one")
	flag.Parse()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	if err := run(*addr, os.Getenv(passwordVariable), stop, time.Second); err != nil {
		fmt.Fprintln(os.Stderr, "redis-server:", err)
		os.Exit(1)
	}
}

// run serves until stop. Argo CD trusts what its cache says, so nobody may reach it without the password.
func run(addr, password string, stop <-chan os.Signal, tick time.Duration) error {
	if err := checkAddress(addr); err != nil {
		return err
	}
	if password == "" {
		return fmt.Errorf("%s is empty, expected a password", passwordVariable)
	}
	server := miniredis.NewMiniRedis()
	server.RequireAuth(password)
	if err := server.StartAddr(addr); err != nil {
		return err
	}
	defer server.Close()
	fmt.Println("redis-server listens on", server.Addr())
	advanceClock(server, stop, tick)
	return nil
}

// advanceClock makes keys expire: miniredis, made for tests, lets time pass only when told to.
func advanceClock(server *miniredis.Miniredis, stop <-chan os.Signal, tick time.Duration) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-stop:
			return
		case now := <-ticker.C:
			// The time that really passed: a suspended machine misses ticks.
			server.FastForward(now.Sub(last))
			last = now
		}
	}
}

func checkAddress(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr is %q, expected host:port", addr)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("--addr is %q, expected a loopback address", addr)
	}
	return nil
}
