// The network between a phone and the server, which can be cut, lose answers, and be listened to.
import http from 'node:http';

/** Leads to a server: the phone uses its url. */
export async function network(target) {
  const { hostname, port } = new URL(target);
  const sockets = new Set();
  const way = { requests: [], isCut: false, losesAnswers: false, damages: undefined, changes: new Map() };
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    way.requests.push(`${method} ${path}`);
    if (way.changes.has(path)) Object.assign(headers, { 'accept-encoding': 'identity' });
    if (way.damages?.test(path)) headers['content-length'] = '7';
    const there = http.request({ hostname, port, method, path, headers }, (answer) => {
      if (way.losesAnswers && method !== 'GET') {
        way.losesAnswers = false; // once
        answer.resume();
        return request.socket.destroy();
      }
      const change = way.changes.get(path);
      if (change) return void whole(answer).then((text) => response.writeHead(answer.statusCode, plain(answer.headers)).end(change(text)));
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    there.on('error', () => request.socket.destroy());
    response.on('close', () => there.destroy());
    if (way.damages?.test(path)) {
      request.resume();
      there.end('damaged');
    } else request.pipe(there);
  });
  server.on('connection', (socket) => {
    if (way.isCut) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(way, {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      way.isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      way.isCut = false;
    },
    /** From now on, what lies at a path is another text. */
    change: (path, to) => way.changes.set(path, to),
    sent: (what) => way.requests.filter((r) => r === what).length,
    close() {
      way.cut();
      server.close();
    },
  });
}

async function whole(answer) {
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const plain = ({ 'content-length': _, 'transfer-encoding': __, etag: ___, ...headers }) => headers;
