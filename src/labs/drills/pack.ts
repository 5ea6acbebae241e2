/** A pack as the site shows it, without questions. */
export interface DrillPack {
  id: string
  title: string
  lead: string
  /** Questions in a round. */
  items: number
  /** Share of right answers that passes a round. */
  mastery: number
  module: { title: string; href: string }
  href: string
}
