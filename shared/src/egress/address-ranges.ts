/** Ranges of addresses that rules may name. What a name stands for grows when a cloud adds an address. */

const METADATA = [
  // Amazon EC2: docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html.
  // The first is also Google's, Azure's, Oracle's, OpenStack's, DigitalOcean's, Huawei's and others'.
  '169.254.169.254/32',
  'fd00:ec2::254/128',
  // Amazon ECS: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
  '169.254.170.2/32',
  // Amazon EKS: docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
  '169.254.170.23/32',
  'fd00:ec2::23/128',
  // Google Cloud, machines with IPv6 only: cloud.google.com/compute/docs/metadata/querying-metadata
  'fd20:ce::254/128',
  // Azure, the host's own service: learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  '168.63.129.16/32',
  // Alibaba Cloud: alibabacloud.com/help/en/ecs/user-guide/overview-of-ecs-instance-metadata
  '100.100.100.200/32',
  'fd00:100::100:200/128',
  // Oracle Cloud: docs.oracle.com/iaas/Content/Compute/Tasks/gettingmetadata.htm, and its former Classic
  'fd00:c1::a9fe:a9fe/128',
  '192.0.0.192/32',
  // Volcengine and BytePlus: docs.byteplus.com/en/docs/ecs/Viewing-instance-metadata
  '100.96.0.96/32',
  // Tencent Cloud, behind metadata.tencentyun.com: cloud.tencent.com/document/product/213/4934
  '169.254.0.23/32',
  // Scaleway: docs.cloud-init.io/en/latest/reference/datasources/scaleway.html
  '169.254.42.42/32',
  'fd00:42::42/128',
  // Akamai (Linode): techdocs.akamai.com/cloud-computing/docs/metadata-service-api
  'fd00:a9fe:a9fe::1/128',
  // OpenStack over IPv6: docs.openstack.org/nova/latest/user/metadata.html
  'fe80::a9fe:a9fe/128',
];

export const ADDRESS_RANGES = {
  // A connection to the unspecified address reaches the machine itself.
  loopback: ['127.0.0.0/8', '::1/128', '0.0.0.0/32', '::/128'],
  // RFC 1918, RFC 6598 (carriers), RFC 4193, and RFC 3879's former site-local addresses.
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'],
  metadata: METADATA,
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  broadcast: ['255.255.255.255/32'],
  // Of IANA's registries of special-purpose addresses, those that no service has.
  reserved: [
    ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24'],
    ...['203.0.113.0/24', '240.0.0.0/4'],
    ...['100::/64', '2001:2::/48', '2001:10::/28', '2001:20::/28', '2001:db8::/32', '3fff::/20', '5f00::/16'],
  ],
  any: ['0.0.0.0/0', '::/0'],
} as const satisfies Record<string, readonly string[]>;

export type AddressRangeName = keyof typeof ADDRESS_RANGES;

export function isAddressRangeName(text: string): text is AddressRangeName {
  return Object.hasOwn(ADDRESS_RANGES, text);
}

/**
 * Names of metadata services, for where the address is not known to us or a proxy resolves the name: Google Cloud
 * (see above; `metadata` is what its own machines resolve), EC2's former name, Tencent Cloud, IBM Cloud
 * (cloud.ibm.com/docs/vpc?topic=vpc-imd-get-metadata) and Equinix Metal (deploy.equinix.com/developers/docs).
 */
export const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'api.metadata.cloud.ibm.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
]);
