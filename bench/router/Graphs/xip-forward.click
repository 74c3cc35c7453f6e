// XIP forwarding step by step, as a router of four ports does it; one input is used.
//
// One packet of 158 bytes is cloned; each clone gets a destination of its own: a known identifier out of $ROUTES by Zipf's
// law (exponent 1.2), and, for the fallbacks that miss, identifiers that are in no table. Then: type of the source, first
// path, type of the next node, table of that type ($ROUTES entries), on a miss the next path, colour, hop limit, port,
// queue, count. Before the first path stands the flow cache, if $CACHE is 1.
//
// $PACKET holds the packet, by default one whose destination is a single AD; $N packets, $BURST at once.
define($N 5000000, $BURST 32, $ROUTES 351611, $CACHE 1, $PACKET \<
  0100005e fa01017e 00000001 00000000 00000000 00000000 00000000 00000000 007f7f7f
  00000010 10000000 00000000 00000000 00000000 00000009 007f7f7f>)

src :: InfiniteSource(DATA $PACKET, LENGTH 158, LIMIT $N, BURST $BURST, TIMESTAMP false, ACTIVE false, STOP true)
  -> XIARandomize(AD, $ROUTES)
  -> Queue(1000) -> Unqueue(BURST $BURST)
  -> kind :: XIAXIDTypeClassifier(src CID, -);
content :: Queue(200) -> Unqueue -> Discard;
kind [0] -> both :: Tee;
both [0] -> content;

// Where to: the paths in turn, each by the table of its next node's type.
first :: XIASelectPath(first);
next :: XIASelectPath(next);
type :: XIAXIDTypeClassifier(next AD, next HID, next SID, next CID, -);
arrived :: XIACheckDest;
hop :: XIANextHop -> arrived;
ad :: XIAXIDRouteTable(AD:5500000000000000000000000000000000000055 local);
hid :: XIAXIDRouteTable;
sid :: XIAXIDRouteTable;
cid :: XIAXIDRouteTable;
hops :: XIADecHLIM;
cache :: XIAFastPath(ad, hid, sid, cid, CAPACITY 65536);
way :: StaticSwitch($CACHE);
back :: StaticSwitch($CACHE);
kind [1] -> way; both [1] -> way;
way [0] -> first; way [1] -> [0] cache [1] -> first;
back [0] -> hops; back [1] -> [1] cache [0] -> hops;
first [0] -> type; next [0] -> type;
first [1] -> none :: Discard; next [1] -> none;
type [0] -> ad; type [1] -> hid; type [2] -> sid; type [3] -> cid; type [4] -> none;
ad [0] -> back; hid [0] -> back; sid [0] -> back; cid [0] -> back;
ad [1] -> hop; hid [1] -> hop; sid [1] -> hop; cid [1] -> hop;
ad [2] -> next; hid [2] -> next; sid [2] -> next; cid [2] -> next;
arrived [0] -> here :: Discard; arrived [1] -> first;

hops -> port :: XIAPaintSwitch;
port [0] -> q :: Queue(200) -> Unqueue(BURST $BURST) -> c :: Counter -> Discard;
port [1] -> Queue(200) -> Discard;
port [2] -> Queue(200) -> Discard;
port [3] -> Queue(200) -> Discard;

DriverManager(
	write ad.generate AD $ROUTES 0,
	set t0 $(now), write src.active true, wait,
	set t1 $(now),
	print "pps $(div $(c.count) $(sub $t1 $t0)) n $(c.count) bytes $(c.byte_count) drops $(q.drops) none $(none.count) known $(cache.hits)",
	stop);
