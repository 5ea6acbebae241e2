/** A pack as the site shows it, before any question is made. */
export interface DrillPack {
  id: string
  title: string
  lead: string
  /** Questions in a round. */
  items: number
  /** Share of right answers that makes a round good. */
  mastery: number
  module: { title: string; href: string }
  href: string
}
