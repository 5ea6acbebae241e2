/** The page that shows every component with a working example. */
export const gallery = {
  title: 'How things are drawn',
  lead: 'Every fate has a shape first and a colour second. Each figure below is a whole world: change its link, and it runs again in this page.',
  ladder: {
    title: 'Ladder',
    text: 'Hosts side by side, time down the page. Slope is travel time; a packet that dies stops at a cross; one that is sent again is a double line.',
  },
  states: {
    title: 'States of both ends',
    text: 'The eleven states of RFC 9293 with a token for each end of the connection. Below, what moved them.',
  },
  sequence: {
    title: 'Sequence plot',
    text: 'Each segment a stroke from the number of its first byte to that of its last; the line below is what has been acknowledged.',
  },
  tanks: {
    title: 'Window tanks',
    text: 'What waits in the send buffer, what is on the wire, what the reader has not read, and the window that is left.',
  },
  queue: {
    title: 'Queue',
    text: 'What waits in front of the slowest link, over time and now. What does not fit is dropped.',
  },
  race: {
    title: 'Race',
    text: 'One program under two conditions, both worlds side by side on one clock.',
  },
  map: {
    title: 'Heat map',
    text: 'Two variants in every combination of two knobs: who is first where, and how many times as long the other takes.',
  },
  bytes: {
    title: 'Headers and bytes',
    text: 'Headers as the RFCs draw them, 32 bits a row, beside the bytes. Point at either.',
  },
  predict: {
    title: 'Predict',
    text: 'An answer is committed before anything runs. Then the run is drawn, and the answer, dashed, over it.',
    order: 'Which four TCP packets come first, and in which order?',
    time: 'How long after the SYN does the first byte of the answer arrive?',
  },
  explain: {
    title: 'Explain',
    text: 'A wrong explanation is a mistake that people make. It names the packet that disproves it.',
    question: 'What tells the client that somebody listens?',
    choices: [
      {
        text: 'The answer to its ARP request.',
        because: 'ARP only says which hardware address has the IP address. No port is in it.',
        evidence: 'arp.opcode == 2',
      },
      {
        text: 'The SYN ACK.',
        because: 'Only a socket that listens on that port answers a SYN so.',
        isRight: true,
        evidence: 'tcp.flags.syn == 1 && tcp.flags.ack == 1',
      },
      {
        text: 'The first byte of the answer.',
        because: 'By then the connection has stood for a round trip.',
        evidence: 'tcp.len > 0',
        nth: 2,
      },
    ],
  },
} as const
