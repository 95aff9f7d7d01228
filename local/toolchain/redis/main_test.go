package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func TestRunRefusesWhatWouldBeOpenToOthers(t *testing.T) {
	for _, c := range []struct{ addr, password, want string }{
		{"0.0.0.0:6379", "p", `--addr is "0.0.0.0:6379", expected a loopback address`},
		{"6379", "p", `--addr is "6379", expected host:port`},
		{"127.0.0.1:0", "", "REDIS_PASSWORD is empty, expected a password"},
	} {
		err := run(c.addr, c.password, nil, time.Second)
		if err == nil || err.Error() != c.want {
			t.Errorf("run(%q, %q): %v, want %s", c.addr, c.password, err, c.want)
		}
	}
}

func TestRunEndsOnASignal(t *testing.T) {
	stop := make(chan os.Signal, 1)
	stop <- os.Interrupt
	if err := run("127.0.0.1:0", "p", stop, time.Hour); err != nil {
		t.Fatal(err)
	}
}

// Without the clock of advanceClock a miniredis keeps every key for ever.
func TestKeysExpireAndThePasswordIsAsked(t *testing.T) {
	server := miniredis.NewMiniRedis()
	server.RequireAuth("secret")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	stop := make(chan os.Signal)
	defer close(stop)
	go advanceClock(server, stop, time.Millisecond)

	connection, err := net.Dial("tcp", server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	reader := bufio.NewReader(connection)
	send := func(words ...string) string {
		fmt.Fprintf(connection, "*%d\r\n", len(words))
		for _, word := range words {
			fmt.Fprintf(connection, "$%d\r\n%s\r\n", len(word), word)
		}
		line, _ := reader.ReadString('\n')
		return strings.TrimSpace(line)
	}
	if answer := send("PING"); !strings.HasPrefix(answer, "-NOAUTH") {
		t.Errorf("PING without a password: %s", answer)
	}
	if answer := send("AUTH", "secret"); answer != "+OK" {
		t.Errorf("AUTH: %s", answer)
	}
	if answer := send("PING"); answer != "+PONG" {
		t.Errorf("PING: %s", answer)
	}
	send("SET", "key", "value", "PX", "1")
	for server.Exists("key") {
		time.Sleep(time.Millisecond)
	}
}
