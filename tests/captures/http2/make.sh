#!/usr/bin/env bash
# cspell:disable
# Captures of HTTP/2, gRPC and WebSocket between programs of real Node on the loopback interface. Needs root, Node, tcpdump and npm.
# Usage: make.sh FOLDER
set -euo pipefail
out=$(realpath "$1"); mkdir -p "$out"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null; npm install --silent @grpc/grpc-js @grpc/proto-loader ws
cat > h2c.mjs <<'JS'
import http2 from 'node:http2'; import {once} from 'node:events'
const server=http2.createServer({paddingStrategy:http2.constants.PADDING_STRATEGY_MAX})
server.on('session',s=>{s.altsvc('h2=":8000"','http://a.test');s.origin('http://a.test','http://b.test')})
server.on('stream',(stream,h)=>{
 if(h[':path']==='/push') stream.pushStream({':path':'/pushed'},(_,p)=>{p.respond({':status':200,'x-pushed':'yes'});p.end('pushed')})
 stream.respond({':status':200,'x-echo':(h['x-value']??'').slice(0,50)},{waitForTrailers:true}); stream.on('wantTrailers',()=>stream.sendTrailers({'x-trailer':'last'})); stream.end('x'.repeat(Number(h['x-length']??10)))})
server.listen(8080,'127.0.0.1',async()=>{
 const client=http2.connect('http://127.0.0.1:8080'); client.on('stream',p=>p.resume())
 for(const h of [{':path':'/','x-value':'one'},{':path':'/?a=1','x-value':'one',cookie:'short',authorization:'Basic abc'},{':path':'/push','x-value':'two','content-type':'text/plain'},{':path':'/large','x-value':'v'.repeat(19000),'x-length':'100'},{':path':'/secret','x-secret':'secret',[http2.sensitiveHeaders]:['x-secret']}]){const s=client.request(h,{endStream:true});s.resume();await once(s,'close')}
 const post=client.request({':path':'/post',':method':'POST','content-type':'text/plain'},{});post.write('some');post.end('body');post.resume();await once(post,'close')
 await new Promise(r=>client.ping(Buffer.from('12345678'),r))
 client.settings({initialWindowSize:100000,maxHeaderListSize:50000});await once(client,'localSettings')
 const c=client.request({':path':'/','x-length':'3000'});c.on('error',()=>{});c.close(8);await once(c,'close')
 client.goaway(0,0,Buffer.from('bye'));client.close();await once(client,'close');server.close()})
JS
cat > g.proto <<'PROTO'
syntax = "proto3"; package demo;
service Demo { rpc Say (Ask) returns (Told); rpc Count (Ask) returns (stream Told); rpc Sum (stream Ask) returns (Told); rpc Chat (stream Ask) returns (stream Told); rpc Fail (Ask) returns (Told); }
message Ask { string name = 1; int32 count = 2; sint64 delta = 3; double ratio = 4; fixed32 mark = 5; bytes blob = 6; repeated int32 many = 7; Inner inner = 16; }
message Inner { string word = 1; bool yes = 2; }
message Told { string text = 1; int64 number = 2; }
PROTO
cat > grpc.mjs <<'JS'
import grpc from '@grpc/grpc-js'; import loader from '@grpc/proto-loader'
const {demo}=grpc.loadPackageDefinition(loader.loadSync('g.proto',{longs:Number}))
const server=new grpc.Server()
server.addService(demo.Demo.service,{
 Say:(c,cb)=>{const t=new grpc.Metadata();t.set('x-cost','3');cb(null,{text:'hello '+c.request.name.slice(0,99),number:c.request.count},t)},
 Count:c=>{for(let i=0;i<3;i++)c.write({text:'n',number:i});c.end()},
 Sum:(c,cb)=>{let n=0;c.on('data',a=>n+=a.count);c.on('end',()=>cb(null,{text:'sum',number:n}))},
 Chat:c=>{c.on('data',a=>c.write({text:a.name}));c.on('end',()=>c.end())},
 Fail:(c,cb)=>cb({code:grpc.status.NOT_FOUND,message:'none such'})})
server.bindAsync('127.0.0.1:50051',grpc.ServerCredentials.createInsecure(),async()=>{
 const client=new demo.Demo('127.0.0.1:50051',grpc.credentials.createInsecure())
 const ask={name:'world',count:-5,delta:-3,ratio:1.5,mark:7,blob:Buffer.from([0,255,1]),many:[1,300],inner:{word:'in',yes:true}}
 await new Promise(r=>client.Say(ask,(e,v)=>{r()}))
 await new Promise(r=>client.Say({name:'l'.repeat(17000)},()=>r()))
 await new Promise(r=>{const s=client.Count({name:'c'});s.on('data',()=>{});s.on('end',r)})
 await new Promise(r=>{const s=client.Sum(()=>r());s.write({count:1});s.write({count:2});s.end()})
 await new Promise(r=>{const s=client.Chat();s.on('data',()=>{});s.on('end',r);s.write({name:'a'});setTimeout(()=>{s.write({name:'b'});s.end()},30)})
 await new Promise(r=>client.Fail({name:'x'},()=>r()))
 client.close();server.tryShutdown(()=>process.exit(0))})
JS
cat > websocket.mjs <<'JS'
import { WebSocketServer, WebSocket } from 'ws'
const server = new WebSocketServer({ port: 8081, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (socket) => { socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })) ; socket.on('close', () => server.close()) })
server.on('listening', async () => {
  const client = new WebSocket('ws://127.0.0.1:8081/chat', { perMessageDeflate: false })
  const next = () => new Promise((r) => client.once('message', r))
  await new Promise((r) => client.once('open', r))
  for (const message of ['hello', Buffer.from([0, 255, 1]), 'm'.repeat(300), 'grüße', '']) { const n = next(); client.send(message); await n }
  const n = next(); client.send('first ', { fin: false }); client.send('second', { fin: true }); await n
  const pong = new Promise((r) => client.once('pong', r)); client.ping('are you there'); await pong
  client.close(1001, 'going away')
})
JS
# capture NAME PORT
capture() {
  tcpdump -i lo -U -w "$out/$1.pcap" "tcp port $2" 2>/dev/null & local pid=$!
  sleep 1.5; timeout 20 node "$1.mjs"; sleep 1.5; kill $pid; wait $pid 2>/dev/null || true
}
capture h2c 8080
capture grpc 50051
capture websocket 8081
