import { AF_PACKET, ETH_P_ALL, SOCK_RAW, socket } from 'ackademy:sockets'

const UDP = 17
const taps = ['eth0', 'eth1'].map((name) => {
  const tap = socket(AF_PACKET, SOCK_RAW, ETH_P_ALL)
  tap.bind(name)
  return { name, tap }
})
setTimeout(() => {
  for (const { name, tap } of taps) {
    let datagrams = 0
    for (let frame = tap.recvfrom(2_048); frame; frame = tap.recvfrom(2_048)) {
      // Behind 14 bytes of Ethernet, byte 9 of the IPv4 header is the protocol.
      if (frame.bytes[23] === UDP) datagrams++
    }
    console.log(`${name}: ${datagrams} datagrams`)
    tap.close()
  }
}, 300)
