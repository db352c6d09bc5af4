// The oracle answers questions on RBAC and Pod Security with Kubernetes' own code, so that Glacis' engine can be compared with it on as
// many random cases as one likes. It reads one JSON document a line and writes one answer a line, in the same order.
//
// It does no validation, and API defaulting only where a pod is to be defaulted: a subject's namespace or apiGroup is taken as it stands.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"

	kjson "sigs.k8s.io/json"
)

// line is one policy with all the questions asked of it. Kind says which part of Kubernetes answers; empty is RBAC.
type line struct {
	Kind string `json:"kind"`
	policy
	Requests   []request    `json:"requests"`
	Covers     []comparison `json:"covers"`
	RulesFor   []subject    `json:"rulesFor"`
	Escalation []grant      `json:"escalation"`
	// Of kind pod-security.
	Evaluate []evaluation    `json:"evaluate"`
	Admit    []admissionCase `json:"admit"`
}

// failure is the answer to a line that could not be understood.
type failure struct {
	Error string `json:"error"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// job is one line on its way: a worker fills answer, the writer waits for it in the order of reading.
type job struct {
	text   []byte
	answer chan []byte
}

// serve reads lines ahead of the answers by a bounded number, so a slow reader of the answers slows the reading.
func serve(in io.Reader, out io.Writer) error {
	workers := runtime.GOMAXPROCS(0)
	work := make(chan job, workers)
	order := make(chan job, 4*workers)
	for range workers {
		go func() {
			for j := range work {
				j.answer <- answer(j.text)
			}
		}()
	}
	var readError error
	go func() {
		readError = read(in, func(text []byte) {
			j := job{text, make(chan []byte, 1)}
			order <- j
			work <- j
		})
		close(work)
		close(order)
	}()
	if err := write(out, order); err != nil {
		return err
	}
	return readError
}

func read(in io.Reader, each func([]byte)) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	for {
		text, err := reader.ReadBytes('\n')
		if len(text) > 0 {
			each(text)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// write flushes whenever no further line is waiting, so that one who asks line by line is answered at once.
func write(out io.Writer, order <-chan job) error {
	writer := bufio.NewWriterSize(out, 1<<20)
	for j := range order {
		if _, err := writer.Write(<-j.answer); err != nil {
			return err
		}
		if len(order) == 0 {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
	}
	return writer.Flush()
}

func answer(text []byte) []byte {
	var value any
	asked, err := parse(text)
	switch {
	case err != nil:
		value = failure{err.Error()}
	case asked.Kind == "" || asked.Kind == "rbac":
		value = answerRBAC(asked)
	case asked.Kind == "pod-security":
		if value, err = answerPodSecurity(asked); err != nil {
			value = failure{err.Error()}
		}
	default:
		value = failure{fmt.Sprintf("unknown kind %q", asked.Kind)}
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		encoded, _ = json.Marshal(failure{err.Error()})
	}
	return append(encoded, '\n')
}

// parse is strict, names and their case included: a misspelt field must not look like a question that was not asked.
func parse(text []byte) (*line, error) {
	asked := &line{}
	misspelt, err := kjson.UnmarshalStrict(text, asked)
	if err != nil {
		return nil, err
	}
	if len(misspelt) > 0 {
		return nil, misspelt[0]
	}
	return asked, nil
}
