// One event stream for all tabs of a browser: over HTTP/1.1 it opens no more than six connections to a host, and seven
// tabs with a stream each would leave none for pages.
"use strict";

const ports = new Set();
let newest = null;

function listen() {
  const stream = new EventSource("events");
  stream.onmessage = ({ data }) => {
    newest = data;
    for (const port of ports) port.postMessage(data);
  };
  // The browser reconnects by itself, unless the response was not a stream.
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
