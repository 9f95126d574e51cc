// One event stream for all tabs of a browser: over HTTP/1.1 it opens no more than six connections to a host, and seven
// tabs that each listened would leave none to load a page with.
"use strict";

const ports = new Set();
let newest = null;

function listen() {
  const stream = new EventSource("events");
  stream.onmessage = ({ data }) => {
    newest = data;
    for (const port of ports) port.postMessage(data);
  };
  // A browser comes back by itself, unless the answer was no stream.
  stream.onerror = () => stream.readyState === EventSource.CLOSED && setTimeout(listen, 1000);
}

onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data === "leaving") ports.delete(port);
    else if (newest !== null) port.postMessage(newest);
  };
  if (newest !== null) port.postMessage(newest);
};

listen();
