import { channelConformance } from './channel-conformance.js';
import { EMAIL_KIND } from './smtp-double.js';
import { HTTP_KINDS } from './vendors.js';

for (const kind of [EMAIL_KIND, ...HTTP_KINDS]) channelConformance(kind);
