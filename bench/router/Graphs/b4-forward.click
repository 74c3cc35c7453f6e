// B4 without a table: the header of an IPv4 packet of 64 bytes is checked, its destination annotation is drawn, its time to
// live taken down, which copies the bytes that all packets share; then queue and count.
define($N 4000000, $BURST 32, $STAMP false)

src :: InfiniteSource(DATA \<
  45000040 00000000 401166ab 0a000001 0a000002 13881389 002c0000 00000000 00000000
  00000000 00000000 00000000 00000000 00000000 00000000 00000000>, LIMIT $N, BURST $BURST, TIMESTAMP $STAMP, ACTIVE false, STOP true)
  -> check :: CheckIPHeader -> SetRandIPAddress(0.0.0.0/0)
  -> DecIPTTL -> q :: Queue(1000) -> Unqueue(BURST $BURST) -> c :: Counter -> Discard;

DriverManager(
	set t0 $(now), write src.active true, wait,
	set t1 $(now),
	print "pps $(div $(c.count) $(sub $t1 $t0)) n $(c.count) bytes $(c.byte_count) drops $(q.drops) bad $(check.drops)",
	stop);
