/**
 * Autoconfiguration of IPv6 hosts (RFC 4862): duplicate detection, routers and prefixes; and what a router advertises (RFC 4861
 * §6). The messages themselves go through neighbor discovery.
 */

export { DuplicateDetection } from './duplicate-detection.ts'
export { type AdvertisedLink, RouterAdvertiser } from './router-advertiser.ts'
export { RouterAdvertisers } from './router-advertisers.ts'
export { RouterDiscovery } from './router-discovery.ts'
