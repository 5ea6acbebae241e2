/** Short names of fields of few bits, as the RFCs' drawings have them. */
import type { DissectedField } from '#network'

const SHORT: Readonly<Record<string, string>> = {
  // [RFC 791 section 3.1, RFC 2474, RFC 3168, RFC 8200]
  'ip.dsfield.dscp': 'DSCP',
  'ip.dsfield.ecn': 'ECN',
  'ip.flags.rb': '–',
  'ip.flags.df': 'DF',
  'ip.flags.mf': 'MF',
  'ipv6.tclass.dscp': 'DSCP',
  'ipv6.tclass.ecn': 'ECN',
  'ipv6.fraghdr.more': 'M',
  // [RFC 9293 section 3.1; AE: RFC 9768]
  'tcp.flags.res': 'Rsv',
  'tcp.flags.ae': 'AE',
  'tcp.flags.cwr': 'CWR',
  'tcp.flags.ece': 'ECE',
  'tcp.flags.urg': 'URG',
  'tcp.flags.ack': 'ACK',
  'tcp.flags.push': 'PSH',
  'tcp.flags.reset': 'RST',
  'tcp.flags.syn': 'SYN',
  'tcp.flags.fin': 'FIN',
  // [RFC 1035 section 4.1.1, RFC 4035]
  'dns.flags.response': 'QR',
  'dns.flags.authoritative': 'AA',
  'dns.flags.truncated': 'TC',
  'dns.flags.recdesired': 'RD',
  'dns.flags.recavail': 'RA',
  'dns.flags.z': 'Z',
  'dns.flags.authenticated': 'AD',
  'dns.flags.checkdisable': 'CD',
}

export const shortName = ({ name }: DissectedField): string | undefined => SHORT[name]
