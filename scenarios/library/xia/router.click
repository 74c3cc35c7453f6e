// An XIA router with up to eight Ethernet ports, eth0 to eth7.
//
// Variables, given by whoever runs the node (docs/graphs-xia.md):
//   $hid     the router's HID, HID:40hex; the environment's credentials can sign for it
//   $ad      the domain that the router serves, AD:40hex
//   $routes  routes to elsewhere, "TYPE:XID PORT [NEXTHOP], ..."; PORT n+1 is eth<n>; may be empty
//   $mac0 to $mac7   the ports' Ethernet addresses; a port that the node lacks needs none
//   $announce        false: the router does not announce itself when it starts (default true)
//
// Routes to the hosts of the domain are not configured: a host announces its HID on its link, and the port's
// XARPQuerier enters the route once it has checked the signature.

// One port: neighbours, resolved and learnt by signed XARP.
//   input 0   XIP packets to send, with their next hop        output 0  XIP packets received, checked
//   input 1   frames from the device                          output 1  frames to the device
//                                                             output 2  packets whose next hop is silent
elementclass XIAPort { $mac, $port |
	arp :: XARPQuerier($hid, $mac, ROUTES rt, PORT $port);
	frames :: Classifier(12/C0DE, 12/9990, -);

	input [0] -> [0] arp;
	input [1] -> HostEtherFilter($mac) -> frames;
	frames [0] -> Strip(14) -> CheckXIAHeader -> [0] output;
	frames [1] -> both :: Tee;
	frames [2] -> Discard;

	both [0] -> [1] arp;
	both [1] -> XARPResponder($mac, $hid, ANNOUNCE ${announce-true}) -> [1] output;
	arp [0] -> [1] output;
	arp [1] -> [2] output;
}

// Output 0 is this router itself, 1 to 8 are eth0 to eth7, 9 has no way, 10 has no hops left.
rt :: LookupXIARoute($ad local, $hid local, $routes);

rt [0] -> XCMPPingResponder(RE $ad $hid) -> [1] rt;
rt [9] -> XCMPError(RE $ad $hid, unreachable, 0) -> [1] rt;
rt [10] -> XCMPError(RE $ad $hid, timeexceeded, 0) -> [1] rt;
silent :: XCMPError(RE $ad $hid, unreachable, 1) -> [1] rt;

FromDevice(eth0, ALLOW_NONEXISTENT true) -> [1] port0 :: XIAPort(${mac0-02:00:00:00:00:00}, 1);
FromDevice(eth1, ALLOW_NONEXISTENT true) -> [1] port1 :: XIAPort(${mac1-02:00:00:00:00:01}, 2);
FromDevice(eth2, ALLOW_NONEXISTENT true) -> [1] port2 :: XIAPort(${mac2-02:00:00:00:00:02}, 3);
FromDevice(eth3, ALLOW_NONEXISTENT true) -> [1] port3 :: XIAPort(${mac3-02:00:00:00:00:03}, 4);
FromDevice(eth4, ALLOW_NONEXISTENT true) -> [1] port4 :: XIAPort(${mac4-02:00:00:00:00:04}, 5);
FromDevice(eth5, ALLOW_NONEXISTENT true) -> [1] port5 :: XIAPort(${mac5-02:00:00:00:00:05}, 6);
FromDevice(eth6, ALLOW_NONEXISTENT true) -> [1] port6 :: XIAPort(${mac6-02:00:00:00:00:06}, 7);
FromDevice(eth7, ALLOW_NONEXISTENT true) -> [1] port7 :: XIAPort(${mac7-02:00:00:00:00:07}, 8);

port0 [0] -> rt;  port0 [1] -> ToDevice(eth0, ALLOW_NONEXISTENT true);  port0 [2] -> silent;
port1 [0] -> rt;  port1 [1] -> ToDevice(eth1, ALLOW_NONEXISTENT true);  port1 [2] -> silent;
port2 [0] -> rt;  port2 [1] -> ToDevice(eth2, ALLOW_NONEXISTENT true);  port2 [2] -> silent;
port3 [0] -> rt;  port3 [1] -> ToDevice(eth3, ALLOW_NONEXISTENT true);  port3 [2] -> silent;
port4 [0] -> rt;  port4 [1] -> ToDevice(eth4, ALLOW_NONEXISTENT true);  port4 [2] -> silent;
port5 [0] -> rt;  port5 [1] -> ToDevice(eth5, ALLOW_NONEXISTENT true);  port5 [2] -> silent;
port6 [0] -> rt;  port6 [1] -> ToDevice(eth6, ALLOW_NONEXISTENT true);  port6 [2] -> silent;
port7 [0] -> rt;  port7 [1] -> ToDevice(eth7, ALLOW_NONEXISTENT true);  port7 [2] -> silent;

rt [1] -> [0] port0;
rt [2] -> [0] port1;
rt [3] -> [0] port2;
rt [4] -> [0] port3;
rt [5] -> [0] port4;
rt [6] -> [0] port5;
rt [7] -> [0] port6;
rt [8] -> [0] port7;
