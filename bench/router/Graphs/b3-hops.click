// B3: what crossing an element costs that does nothing, ten times.
define($N 8000000, $BURST 32, $STAMP false)

src :: InfiniteSource(LENGTH 64, LIMIT $N, BURST $BURST, TIMESTAMP $STAMP, ACTIVE false, STOP true)
  -> Null -> Null -> Null -> Null -> Null -> Null -> Null -> Null -> Null -> Null
  -> c :: Counter -> Discard;

DriverManager(
	set t0 $(now), write src.active true, wait,
	set t1 $(now),
	print "pps $(div $(c.count) $(sub $t1 $t0)) n $(c.count) bytes $(c.byte_count)",
	stop);
