/** The numbers of pcapng (draft-ietf-opsawg-pcapng), for writing and reading. */

export const BlockType = {
  SECTION_HEADER: 0x0a0d0d0a,
  INTERFACE_DESCRIPTION: 1,
  /** Obsolete: the enhanced packet's predecessor. */
  PACKET: 2,
  SIMPLE_PACKET: 3,
  NAME_RESOLUTION: 4,
  INTERFACE_STATISTICS: 5,
  ENHANCED_PACKET: 6,
} as const

/** Codes of options, which differ in each kind of block, except for the first two. */
export const OptionCode = { END: 0, COMMENT: 1 } as const
export const SectionOption = { USER_APPLICATION: 4 } as const
export const InterfaceOption = { NAME: 2, DESCRIPTION: 3, TIMESTAMP_RESOLUTION: 9, TIMESTAMP_OFFSET: 14 } as const
export const PacketOption = { DROP_COUNT: 4 } as const
export const StatisticsOption = { START: 2, END: 3, RECEIVED: 4, DROPPED: 5 } as const

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d
export const LINKTYPE_ETHERNET = 1
