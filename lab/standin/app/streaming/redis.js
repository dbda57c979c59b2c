// A subscription to one Redis channel, spoken directly: Debian packages no client for Node.
const net = require('net');
const tls = require('tls');

const command = (...parts) =>
  `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;

function address() {
  const { REDIS_URL, REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = process.env;
  if (!REDIS_URL) return [{ host: REDIS_HOST || 'localhost', port: REDIS_PORT || 6379 }, REDIS_PASSWORD];
  const url = new URL(REDIS_URL);
  if (url.protocol === 'unix:') return [{ path: url.pathname }, url.password];
  const target = { host: url.hostname, port: url.port || 6379, servername: url.hostname };
  return [target, decodeURIComponent(url.password), url.protocol === 'rediss:'];
}

module.exports = function subscribe(channel, listener) {
  const [target, password, isEncrypted] = address();
  const socket = (isEncrypted ? tls : net).connect(target, () => {
    if (password) socket.write(command('AUTH', password));
    socket.write(command('SUBSCRIBE', channel));
  });
  let text = '';
  socket.on('data', (data) => {
    text += data.toString();
    let match = text.match(/\*3\r\n\$7\r\nmessage\r\n\$\d+\r\n[^\r]*\r\n\$(\d+)\r\n/);
    while (match) {
      const start = match.index + match[0].length;
      if (Buffer.byteLength(text.slice(start)) < Number(match[1])) return;
      const message = Buffer.from(text.slice(start)).subarray(0, Number(match[1])).toString();
      text = text.slice(start + message.length);
      listener(message);
      match = text.match(/\*3\r\n\$7\r\nmessage\r\n\$\d+\r\n[^\r]*\r\n\$(\d+)\r\n/);
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => setTimeout(() => subscribe(channel, listener), 1000));
};
