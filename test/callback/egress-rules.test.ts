import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EgressRules, type EgressSettings } from '@crony/shared/egress/egress-rules';

const rules = (change: Partial<EgressSettings> = {}) => new EgressRules({ allow: [], deny: [], ...change });

describe('egress rules, by default', () => {
  it.each([
    // Where clouds keep the credentials of a machine.
    ...['169.254.169.254', '169.254.170.2', '169.254.170.23', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
    ...['100.96.0.96', '169.254.42.42', '169.254.0.23', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
    ...['fd00:42::42', 'fd00:c1::a9fe:a9fe', 'fd00:a9fe:a9fe::1', 'fd00:100::100:200', 'fe80::a9fe:a9fe'],
    // The same in every notation that carries it.
    ...['::ffff:169.254.169.254', '::FFFF:A9FE:A9FE', '0:0:0:0:0:ffff:a9fe:a9fe', '::169.254.169.254'],
    ...['::ffff:0:169.254.169.254', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a9fe:a9fe', '64:ff9b:1:a9fe:a9:fe00::'],
    ...['2002:a9fe:a9fe::1', '2001:0:a9fe:a9fe::1', '2001:0:1:1::5601:5601', '2001:db8::5efe:169.254.169.254'],
    ...['2001:db8::200:5efe:a9fe:a9fe', '64:ff9b::6464:64c8', '[fd00:ec2::254]', 'FD00:EC2:0:0::254'],
  ])('%s is metadata', (address) => {
    expect(rules().judgeAddress(address)).toBe('metadata');
  });

  it.each([
    ['169.254.0.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['febf::1', 'link-local'],
    ['2002:a9fe:1::', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['::ffff:255.255.255.255', 'broadcast'],
    ['0251.0376.0251.0376', 'not an address'],
    ['2852039166', 'not an address'],
    ['', 'not an address'],
  ])('%s is denied by %s', (address, rule) => {
    expect(rules().judgeAddress(address)).toBe(rule);
  });

  it.each([
    ...['127.0.0.1', '::1', '0.0.0.0', '10.0.0.1', '192.168.1.1', '172.16.0.1', '8.8.8.8', '168.63.129.17'],
    ...['169.253.255.255', '169.255.0.0', '223.255.255.255', '2606:4700::1111', 'fd00:ec2::255', '64:ff9b::808:808'],
    ...['2002:808:808::1', '::ffff:8.8.8.8', 'fec0::1', '203.0.113.1'],
  ])('%s is none of their business', (address) => {
    expect(rules().judgeAddress(address)).toBeNull();
  });

  it.each(['metadata.google.internal', 'METADATA.Google.Internal.', 'metadata', 'instance-data', 'metadata.goog..'])(
    'the name %s is denied as such',
    (name) => {
      expect(rules().judgeHost(name)).toBe('metadata');
      expect(rules({ allow: ['metadata'] }).judgeHost(name)).toBeNull();
      expect(rules({ allow: ['169.254.169.254'] }).judgeHost(name)).toBe('metadata');
    },
  );

  it('leaves other names to what they stand for', () => {
    for (const name of ['orders.internal', 'localhost', 'mymetadata', 'metadata.example']) {
      expect(rules().judgeHost(name)).toBeNull();
    }
    expect(rules().judgeHost('[::ffff:a9fe:a9fe]')).toBe('metadata');
  });
});

describe('egress rules, as they are set', () => {
  it.each([
    [
      'loopback',
      ['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ],
    ['private', ['10.9.9.9', '172.31.255.255', '192.168.0.1', '100.64.0.1', 'fd12::1', 'fec0::1', '2002:c0a8:1::']],
    ['reserved', ['0.1.2.3', '192.0.2.1', '198.19.0.1', '203.0.113.9', '240.0.0.1', '2001:db8::1', '100::1']],
    ['any', ['8.8.8.8', '2606:4700::1111', '127.0.0.1']],
    ['10.1.0.0/16', ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203']],
    ['10.1.2.3', ['10.1.2.3']],
    ['2606:4700::/32', ['2606:4700::1111']],
    ['::ffff:10.0.0.0/104', ['10.1.2.3', '::ffff:a01:203']],
    ['127.0.0.0/8', ['0.0.0.0']],
    ['::1', ['::']],
  ])('%s denies %j, and says so', (rule, addresses) => {
    for (const address of addresses) {
      expect(rules({ deny: [rule] }).judgeAddress(address)).toBe(rule);
      expect(rules().judgeAddress(address)).toBeNull();
    }
  });

  it('lets what is allowed win over what is denied, the defaults included', () => {
    const inside = rules({ allow: ['10.0.0.0/8', 'loopback'], deny: ['any'] });
    for (const address of ['10.1.2.3', '127.0.0.1', '0.0.0.0', '::1', '::ffff:10.1.2.3']) {
      expect(inside.judgeAddress(address)).toBeNull();
    }
    expect(inside.judgeAddress('8.8.8.8')).toBe('any');
    expect(inside.judgeAddress('169.254.169.254')).toBe('metadata');
    // The tunnel's own address is not allowed, though what it carries is.
    expect(inside.judgeAddress('2002:a01:203::')).toBe('any');
    expect(rules({ allow: ['169.254.169.254'] }).judgeAddress('169.254.169.254')).toBeNull();
    expect(rules({ allow: ['169.254.169.254'] }).judgeAddress('169.254.169.253')).toBe('link-local');
    expect(rules({ allow: ['any'] }).judgeAddress('fd00:ec2::254')).toBeNull();
  });

  it('takes names in any case, and blanks around an entry', () => {
    expect(rules({ deny: [' Loopback ', ' 10.0.0.0/8'] }).judgeAddress('10.0.0.1')).toBe('10.0.0.0/8');
  });

  it.each([
    ['intranet', 'must be an address, a range such as 10.0.0.0/8, or one of loopback, private, metadata'],
    ['', 'must be an address'],
    ['orders.internal', 'must be an address'],
    ['10.0.0.0/8/8', 'must be an address'],
    ['10.0/8', 'must be an address'],
    ['0x0a000001', 'must be an address'],
    ['fe80::1%eth0', 'must be an address'],
    ['10.0.0.0/33', 'must have a prefix length from 0 to 32'],
    ['10.0.0.0/', 'must have a prefix length from 0 to 32'],
    ['10.0.0.0/-1', 'must have a prefix length'],
    ['fd00::/129', 'must have a prefix length from 0 to 128'],
    ['10.1.2.3/8', 'must have no bits behind its prefix: 10.0.0.0/8 is the range that holds it'],
    ['fd00::1/64', 'must have no bits behind its prefix: fd00::/64 is'],
  ])('%j is refused, by name: %s', (entry, rule) => {
    for (const list of ['allow', 'deny'] as const) {
      const make = () => rules({ [list]: ['loopback', entry] });
      expect(make).toThrow(`egress, ${list}: ${JSON.stringify(entry)} `);
      expect(make).toThrow(rule);
    }
  });

  it('denies an IPv4 address alike in whatever carries it', () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(word, word, (high, low) => {
        const strict = rules({ deny: ['private', 'loopback', 'reserved'] });
        const [a, b] = [high.toString(16), low.toString(16)];
        const plain = strict.judgeAddress(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
        const mapped = strict.judgeAddress(`::ffff:${a}:${b}`);
        expect(mapped).toBe(plain);
        if (plain === null) return;
        for (const carried of [`64:ff9b::${a}:${b}`, `2002:${a}:${b}::1`, `2001:4860::5efe:${a}:${b}`]) {
          expect(strict.judgeAddress(carried), carried).toBe(plain);
        }
      }),
    );
  });
});
