// A machine of an IP arm: one port and one stack. Also fits a plain client without machines.
//
// Variables from the environment:
//   $ip, $mac     the machine's address, and its Ethernet address
//   $prefix       the prefix whose hosts are on the link, such as 10.2.0.0/16
//   $gateway      the router to everything else; 0.0.0.0 when there is none (everything is on the link)
//   $stackless    true: the graph does without its host stack, as under xia click (default false)
// Device: eth0, the other end of a host's vm port. Host stack: "host".
// Handlers to use: responder.announce "" (gratuitous ARP, after a move); arp.table, arp.clear (a new link has other neighbours);
//   in.count, out.count (frames).

define($ip 0.0.0.0, $mac 00:00:00:00:00:00, $prefix 0.0.0.0/0, $gateway 0.0.0.0, $stackless false);

in :: FromDevice(eth0, ALLOW_NONEXISTENT true);
out :: ToDevice(eth0, ALLOW_NONEXISTENT true);
stack :: HostStack(host, ALLOW_NONEXISTENT $stackless);
arp :: ARPQuerier($ip, $mac, TRIES 3, ENTRY_PACKET_CAPACITY 64);
responder :: ARPResponder($ip $mac);
type :: Classifier(12/0800, 12/0806, -);
heard :: Tee;

in -> HostEtherFilter($mac) -> type;
type[0] -> Strip(14) -> CheckIPHeader(BADSRC 0.0.0.0 255.255.255.255) -> stack;
type[1] -> heard -> responder -> out;
heard[1] -> [1] arp;
type[2] -> Discard;
stack -> GetIPAddress(16) -> LookupIPRoute($prefix 0, 0.0.0.0/0 $gateway 0) -> arp -> out;
