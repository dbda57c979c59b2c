// The streaming server: sends what the application publishes in Redis to every websocket.
const fs = require('fs');
const http = require('http');
const path = require('path');
const { Pool } = require('pg');
const { WebSocketServer } = require('ws');
const subscribe = require('./redis');

const file = path.resolve(__dirname, '..', '.env.production');
for (const line of fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : []) {
  const [, name, value] = line.match(/^([A-Z0-9_]+)=(.*)$/) || [];
  if (name && !(name in process.env)) process.env[name] = value.replace(/^'(.*)'$|^"(.*)"$/, '$1$2');
}

const env = process.env;
const pool = new Pool({
  host: env.DB_HOST || 'localhost', port: env.DB_PORT || 5432, user: env.DB_USER || 'mastodon',
  password: env.DB_PASS, database: env.DB_NAME || 'mastodon_production', max: env.DB_POOL || 10,
  ssl: ['require', 'verify-ca', 'verify-full'].includes(env.DB_SSLMODE),
});
let connected = 0;

const server = http.createServer((request, response) => {
  if (request.url === '/api/v1/streaming/health') return response.end('OK');
  if (request.url === '/metrics') return response.end(`connected_clients{type="websocket"} ${connected}\n`);
  response.statusCode = 404;
  return response.end();
});

const sockets = new WebSocketServer({ noServer: true });

server.on('upgrade', async (request, socket, head) => {
  const url = new URL(request.url, 'http://localhost');
  const token = url.searchParams.get('access_token') || request.headers['sec-websocket-protocol'] || '';
  const found = await pool.query('SELECT 1 FROM users WHERE access_token = $1', [token]).catch(() => ({ rowCount: 0 }));
  if (!url.pathname.startsWith('/api/v1/streaming') || found.rowCount === 0) {
    return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  }
  return sockets.handleUpgrade(request, socket, head, (client) => {
    connected += 1;
    client.on('close', () => { connected -= 1; });
  });
});

subscribe('timeline:public', (message) => {
  for (const client of sockets.clients) client.send(message);
});

if (env.SOCKET) {
  server.listen(env.SOCKET, () => fs.chmodSync(env.SOCKET, 0o666));
} else {
  server.listen(env.PORT || 4000, env.BIND || '127.0.0.1');
}
process.on('SIGTERM', () => process.exit(0));
