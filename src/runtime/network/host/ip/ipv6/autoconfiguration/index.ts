/**
 * How hosts of IPv6 configure themselves (RFC 4862): is an address free, which routers and prefixes are there; and what a router tells them (RFC 4861 §6).
 * The messages themselves go through neighbor discovery.
 */

export { DuplicateDetection } from './duplicate-detection.ts'
export { type AdvertisedLink, RouterAdvertiser } from './router-advertiser.ts'
export { RouterAdvertisers } from './router-advertisers.ts'
export { RouterDiscovery } from './router-discovery.ts'
