// An XIA router with up to eight Ethernet ports, eth0 to eth7.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid     the router's HID, HID:40hex; the environment's credentials can sign for it
//   $ad      the domain that the router serves, AD:40hex
//   $routes  routes to elsewhere, "TYPE:XID PORT [NEXTHOP], ..."; PORT n+1 is eth<n>; may be empty
//   $mac0 to $mac7   the ports' Ethernet addresses; a port that the node lacks needs none
//   $announce        false: the router does not announce itself when it starts (default true)
//
// Handlers to use: rt.add, rt.set, rt.remove, rt.table (routes); port0/arp.table, .messages (neighbours); port0/in.count,
// port0/out.count ... (frames).
//
// Routes to the hosts of the domain are not configured: a host announces its HID on its link, and the port's
// XARPQuerier enters the route once it has checked the signature.

// One port: neighbours, resolved and learnt by signed XARP.
//   input     XIP packets to send, with their next hop        output 0  XIP packets received, checked
//                                                             output 1  packets whose next hop is silent
elementclass XIAPort { $device, $mac, $port |
	in :: FromDevice($device, ALLOW_NONEXISTENT true);
	out :: ToDevice($device, ALLOW_NONEXISTENT true);
	arp :: XARPQuerier($hid, $mac, ROUTES rt, PORT $port);
	frames :: Classifier(12/C0DE, 12/9990, -);

	input -> [0] arp;
	in -> HostEtherFilter($mac) -> frames;
	frames [0] -> Strip(14) -> CheckXIAHeader -> [0] output;
	frames [1] -> both :: Tee;
	frames [2] -> Discard;

	both [0] -> [1] arp;
	both [1] -> XARPResponder($mac, $hid, ANNOUNCE ${announce-true}) -> out;
	arp [0] -> out;
	arp [1] -> [1] output;
}

// Output 0 is this router itself, 1 to 8 are eth0 to eth7, 9 has no way, 10 has no hops left.
rt :: LookupXIARoute($ad local, $hid local, $routes);

rt [0] -> XCMPPingResponder(RE $ad $hid) -> [1] rt;
rt [9] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] rt;
rt [10] -> XCMPError(RE $ad $hid, timeexceeded, 0) -> [1] rt;
silent :: XCMPError(RE $ad $hid, unreachable, 1) -> [1] rt;

port0 :: XIAPort(eth0, ${mac0-02:00:00:00:00:00}, 1);
port1 :: XIAPort(eth1, ${mac1-02:00:00:00:00:01}, 2);
port2 :: XIAPort(eth2, ${mac2-02:00:00:00:00:02}, 3);
port3 :: XIAPort(eth3, ${mac3-02:00:00:00:00:03}, 4);
port4 :: XIAPort(eth4, ${mac4-02:00:00:00:00:04}, 5);
port5 :: XIAPort(eth5, ${mac5-02:00:00:00:00:05}, 6);
port6 :: XIAPort(eth6, ${mac6-02:00:00:00:00:06}, 7);
port7 :: XIAPort(eth7, ${mac7-02:00:00:00:00:07}, 8);

rt [1] -> port0 [0] -> rt;  port0 [1] -> silent;
rt [2] -> port1 [0] -> rt;  port1 [1] -> silent;
rt [3] -> port2 [0] -> rt;  port2 [1] -> silent;
rt [4] -> port3 [0] -> rt;  port3 [1] -> silent;
rt [5] -> port4 [0] -> rt;  port4 [1] -> silent;
rt [6] -> port5 [0] -> rt;  port5 [1] -> silent;
rt [7] -> port6 [0] -> rt;  port6 [1] -> silent;
rt [8] -> port7 [0] -> rt;  port7 [1] -> silent;
