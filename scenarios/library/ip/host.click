// A host of an IP arm: a learning switch between its uplink, its own stack and its machines.
//
// Variables from the environment:
//   $ip, $mac     address of the host's own stack, and its Ethernet address
//   $prefix       the prefix whose hosts are on the link, such as 10.2.0.0/16
//   $gateway      the router to everything else; 0.0.0.0 when there is none (everything is on the link)
//   $stackless    true: the graph does without its host stack, as under xia click (default false)
// Devices: eth0 (uplink), vm0 … vm3 (ports of machines); those that are missing stay silent.
// Host stack: "host".
// Handlers to use: gate0.mode … gate3.mode "pass" or "drop"; arp.table; responder.announce; sw.table; in.count and out.count (frames
//   of the uplink); vm0in.count, vm0out.count … (frames of the machines' ports).

define($ip 0.0.0.0, $mac 00:00:00:00:00:00, $prefix 0.0.0.0/0, $gateway 0.0.0.0, $stackless false);

sw :: EtherSwitch;

in :: FromDevice(eth0, ALLOW_NONEXISTENT true) -> sw -> out :: ToDevice(eth0, ALLOW_NONEXISTENT true);

// The host's own stack is at port 1 of the switch.
stack :: HostStack(host, ALLOW_NONEXISTENT $stackless);
arp :: ARPQuerier($ip, $mac, TRIES 3, ENTRY_PACKET_CAPACITY 64);
responder :: ARPResponder($ip $mac);
type :: Classifier(12/0800, 12/0806, -);
heard :: Tee;

sw[1] -> HostEtherFilter($mac) -> type;
type[0] -> Strip(14) -> CheckIPHeader(BADSRC 0.0.0.0 255.255.255.255) -> stack;
type[1] -> heard -> responder -> [1] sw;
heard[1] -> [1] arp;
type[2] -> Discard;
stack -> GetIPAddress(16) -> LookupIPRoute($prefix 0, 0.0.0.0/0 $gateway 0) -> arp -> [1] sw;

// Machines are at ports 2 to 5, each behind a gate.
gate0, gate1, gate2, gate3 :: VmGate;
sw[2] -> gate0 -> vm0out :: ToDevice(vm0, ALLOW_NONEXISTENT true);
vm0in :: FromDevice(vm0, ALLOW_NONEXISTENT true) -> [1] gate0 [1] -> [2] sw;
sw[3] -> gate1 -> vm1out :: ToDevice(vm1, ALLOW_NONEXISTENT true);
vm1in :: FromDevice(vm1, ALLOW_NONEXISTENT true) -> [1] gate1 [1] -> [3] sw;
sw[4] -> gate2 -> vm2out :: ToDevice(vm2, ALLOW_NONEXISTENT true);
vm2in :: FromDevice(vm2, ALLOW_NONEXISTENT true) -> [1] gate2 [1] -> [4] sw;
sw[5] -> gate3 -> vm3out :: ToDevice(vm3, ALLOW_NONEXISTENT true);
vm3in :: FromDevice(vm3, ALLOW_NONEXISTENT true) -> [1] gate3 [1] -> [5] sw;
