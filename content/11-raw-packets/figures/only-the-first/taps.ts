import { AF_PACKET, ETH_P_IP, type FilterInstruction, SOCK_RAW, socket } from 'ackademy:sockets'

// Load the half-word at 36, where UDP's destination port is. Is it 9000? Then keep the frame.
const PORT_9000: FilterInstruction[] = [
  [0x28, 0, 0, 36],
  [0x15, 0, 1, 9_000],
  [0x06, 0, 0, 65_535],
  [0x06, 0, 0, 0],
]
const byPort = tap(PORT_9000)
const all = tap([[0x06, 0, 0, 65_535]])
setTimeout(() => {
  console.log(`port 9000: ${count(byPort)}, all: ${count(all)}`)
}, 200)

function tap(filter: FilterInstruction[]) {
  const copies = socket(AF_PACKET, SOCK_RAW, 0)
  copies.attachFilter(filter)
  copies.bind('eth0', ETH_P_IP)
  return copies
}

function count(copies: ReturnType<typeof tap>): number {
  let frames = 0
  while (copies.recvfrom(2_048)) frames++
  copies.close()
  return frames
}
