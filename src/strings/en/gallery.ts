/** The page that shows every component with a working example. */
export const gallery = {
  title: 'How to read the figures',
  lead: 'Every fate of a packet has its own shape; color only helps. Each figure below is a whole simulated network: change its link and it runs again in this page.',
  ladder: {
    title: 'Ladder',
    text: 'Hosts side by side, time running down. Slope is travel time, a cross is a lost packet, a double line is a retransmission.',
  },
  states: {
    title: 'States of both ends',
    text: 'The eleven states of RFC 9293, with a token for each end of the connection. The list below names the packet behind each change.',
  },
  sequence: {
    title: 'Sequence plot',
    text: 'Each segment is a stroke from its first byte to its last. The line below is what has been acknowledged.',
  },
  tanks: {
    title: 'Window tanks',
    text: 'Bytes in the send buffer, on the wire and unread by the receiver, and the window that is left.',
  },
  queue: {
    title: 'Queue',
    text: 'Packets waiting at the slowest link, now and over time. A full queue drops what arrives.',
  },
  raster: {
    title: 'Time raster',
    text: 'A row for each client, and a mark for each of its attempts to connect. Attempts at the same time form a stripe.',
  },
  pool: {
    title: 'Pool board',
    text: 'A lane for each connection that a client opened, with what it was doing, and the callers that wait for one.',
  },
  nat: {
    title: 'NAT table',
    text: 'The entries of a NAT’s table. Each timer falls until a packet restarts it.',
  },
  race: {
    title: 'Race',
    text: 'One program under two conditions, side by side on one clock.',
  },
  map: {
    title: 'Heat map',
    text: 'Two variants in every combination of two settings: which is faster, and by what factor.',
  },
  curves: {
    title: 'Curves',
    text: 'A number that the programs print, for each value of one parameter, and a curve for each value of another.',
  },
  bytes: {
    title: 'Headers and bytes',
    text: 'Headers as the RFCs draw them, 32 bits a row, next to the bytes. Point at either.',
  },
  names: {
    title: 'Names in a DNS message',
    text: 'The bytes of a message with its names marked. An arrow leads from each pointer to where it leads; a red one must not be followed.',
  },
  zone: {
    title: 'Zone tree',
    text: 'Every name that the run asked for. Choose one, and a type, to see the reply that came.',
  },
  walk: {
    title: 'Referral walk',
    text: 'The levels of the name tree, a column for each question: who was asked, and what came back. Beside it the resolver’s cache at the moment shown.',
  },
  predict: {
    title: 'Predict',
    text: 'Commit to an answer before anything runs. The run is then drawn with your answer over it, dashed.',
    order: 'Which four TCP packets come first, and in which order?',
    time: 'How long after the SYN does the first byte of the answer arrive?',
  },
  explain: {
    title: 'Explain',
    text: 'Each wrong explanation is a common mistake. Choosing it shows the packet that disproves it.',
    question: 'What tells the client that a program is listening?',
    choices: [
      {
        text: 'The answer to its ARP request.',
        because: 'ARP only says which hardware address has the IP address. It knows nothing of ports.',
        evidence: 'arp.opcode == 2',
      },
      {
        text: 'The SYN-ACK.',
        because: 'Only a socket listening on that port answers a SYN with a SYN-ACK.',
        isRight: true,
        evidence: 'tcp.flags.syn == 1 && tcp.flags.ack == 1',
      },
      {
        text: 'The first byte of the answer.',
        because: 'By then the connection has been open for a round trip.',
        evidence: 'tcp.len > 0',
        nth: 2,
      },
    ],
  },
} as const
