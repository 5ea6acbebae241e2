/** Tests that put packets on a link which are wrong on purpose, by a part of their names, and why. Everybody else's captures have none. */
export const WRONG_ON_PURPOSE: Readonly<Record<string, string>> = {
  'a wrong checksum is sent when it is asked for': 'packets of tests say their own checksum',
  'a message with a wrong checksum is dropped and counted': 'what the test is about',
  'a query with a wrong checksum is not heard': 'what the test is about',
  'what comes from outside for 127.0.0.1 is dropped': 'a frame made by hand',
  'what comes from outside for or from ::1 is dropped': 'a frame made by hand',
  'drops what is too short for a header': 'what the test is about',
  'what a bit error damaged is wrong to Wireshark, and nothing else': 'a switch passes on what a link damaged',
  'whatever arrives, a host': 'hosts quote hostile frames in ICMP errors',
  'no frame makes a host throw': 'hosts quote hostile frames in ICMP errors',
}
