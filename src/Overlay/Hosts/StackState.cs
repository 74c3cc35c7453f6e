using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Rebinding;
using Xia.Transport.Sockets;
using Xia.Transport.Streams;

namespace Xia.Overlay.Hosts;

/// <summary>Saves a stack and takes a saved state over. Keys are never part of it.</summary>
/// <remarks>
/// An array: version, HID, sequence of the last rebinding signed, last stream number, epochs, peers,
/// associations from the longest unused to the last used. Sealed by nothing: whoever moves it protects it.
/// </remarks>
internal sealed class StackState(
    StackCore core, StreamRegistry streams, SocketRegistry sockets, DatagramPool pool)
{
    private const int Version = 1;
    private const int FieldCount = 7;
    private const int AssociationFieldCount = 19;
    private const int NoSocket = -1;

    public void Export(ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.Write(Version);
        core.Place.Hid.Write(ref writer);
        writer.Write(core.Place.Sequence);
        writer.Write(streams.LastId);
        core.Ledger.Export(ref writer);
        core.Peers.Export(ref writer);
        writer.WriteArrayHeader(core.Table.Count);
        for (Association? one = core.Table.Oldest; one is not null; one = one.Newer)
        {
            Export(one, ref writer, now);
        }
    }

    public void Import(ref MessagePackReader reader, Instant now)
    {
        StateForm.Require(core.Table.Count == 0, "a stack without associations to take it over");
        StateForm.Require(reader.ReadArrayHeader() == FieldCount, $"{FieldCount} values");
        StateForm.Require(reader.ReadInt32() == Version, $"version {Version}");
        StateForm.Require(Xid.Read(ref reader) == core.Place.Hid, "the state of the same HID");
        core.Place.Sequence = Math.Max(core.Place.Sequence, reader.ReadUInt64());
        streams.LastId = Math.Max(streams.LastId, reader.ReadInt64());
        core.Ledger.Import(ref reader);
        core.Peers.Import(ref reader);
        int count = reader.ReadArrayHeader();
        StateForm.Require(
            count <= core.Options.MaximumAssociations,
            $"at most {core.Options.MaximumAssociations} associations");
        for (int i = 0; i < count; i++)
        {
            ImportAssociation(ref reader, now);
        }
    }

    private void Export(Association one, ref MessagePackWriter writer, Instant now)
    {
        writer.WriteArrayHeader(AssociationFieldCount);
        writer.Write(one.LocalNonce);
        writer.Write(one.RemoteNonce);
        one.LocalSid.Write(ref writer);
        writer.Write(one.Peer.Token.Value);
        writer.Write(one.IsInbound);
        writer.Write(one.IsProven);
        writer.Write(one.MaximumNodes);
        writer.Write((now - one.LastUsedAt).Nanoseconds);
        ExportPath(one.Path, ref writer);
        writer.Write(one.SentFreshness.Epoch);
        writer.Write(one.SentFreshness.Sequence);
        writer.Write(one.AdoptedToken);
        writer.Write(one.Sender.IsOpen);
        writer.Write(one.RoundTrip.Smoothed.Nanoseconds);
        writer.Write(one.RoundTrip.Variation.Nanoseconds);
        ExportDatagrams(one, ref writer);
        writer.Write(one.Socket?.Service);
        writer.Write(one.Socket is null ? NoSocket : sockets.RankOf(one.Socket));
        ExportStream(one.Stream, ref writer, now);
    }

    private static void ExportPath(PeerPath path, ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(8);
        path.Confirmed.Write(ref writer);
        if (path.Candidate is { } candidate)
        {
            candidate.Write(ref writer);
        }
        else
        {
            writer.WriteNil();
        }

        writer.Write(path.Check == PathCheck.Provisional);
        writer.Write(path.Newest.Epoch);
        writer.Write(path.Newest.Sequence);
        writer.Write(path.ChallengeToken);
        writer.Write(path.Candidate is null ? 0 : Math.Min(path.CreditBytes, int.MaxValue));
        writer.Write(path.IsAbandoned);
    }

    private static void ExportDatagrams(Association one, ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(one.QueuedDatagrams);
        for (QueuedDatagram? datagram = one.FirstDatagram; datagram is not null; datagram = datagram.Next)
        {
            writer.Write(datagram.Bytes.AsSpan(0, datagram.LengthBytes));
        }
    }

    private static void ExportStream(OverlayStream? stream, ref MessagePackWriter writer, Instant now)
    {
        if (stream is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(4);
        writer.Write(stream.Id);
        writer.Write(stream.Service);
        writer.Write(stream.IsAnnounced);
        stream.Machine.Export(ref writer, now);
    }

    private void ImportAssociation(ref MessagePackReader reader, Instant now)
    {
        StateForm.Require(
            reader.ReadArrayHeader() == AssociationFieldCount,
            $"an association of {AssociationFieldCount} values");
        ulong localNonce = reader.ReadUInt64();
        ulong remoteNonce = reader.ReadUInt64();
        StateForm.Require(localNonce != 0 && !core.Table.TryFind(localNonce, out _), "each association once");
        Xid localSid = Xid.Read(ref reader);
        bool isPeerKnown = core.Peers.TryGet(new PeerToken(reader.ReadInt32()), out Peer? peer);
        StateForm.Require(isPeerKnown, "a peer for each association");
        bool isInbound = reader.ReadBoolean();
        bool isProven = reader.ReadBoolean();
        int maximumNodes = reader.ReadInt32();
        StateForm.Require(maximumNodes is > 0 and <= DagAddress.MaximumNodes, "a number of nodes");
        long idleNanoseconds = reader.ReadInt64();
        StateForm.Require(
            idleNanoseconds >= 0 && idleNanoseconds < long.MaxValue / 2, "a time since the last use");
        PeerPath path = ImportPath(ref reader, now);
        Freshness sent = new(reader.ReadUInt64(), reader.ReadUInt64());
        Association one = new(
            ++core.LastOrdinal, localNonce, localSid, peer!, path, new RebindingSender(core.Options.Timing))
        {
            RemoteNonce = remoteNonce,
            IsInbound = isInbound,
            IsProven = isProven,
            MaximumNodes = maximumNodes,
            SentFreshness = sent,
            AdoptedToken = reader.ReadUInt64(),
            NeedsRebinding = reader.ReadBoolean() && remoteNonce != 0,
            OwesChallenge = path.Check != PathCheck.Settled,
            RoundTrip = RoundTripEstimator.Restore(new(reader.ReadInt64()), new(reader.ReadInt64())),
            RoundTripsFrom = now,
        };
        core.Table.Add(one, now - new Duration(idleNanoseconds));
        ImportDatagrams(one, ref reader);
        ImportSocket(one, reader.ReadString(), reader.ReadInt32());
        ImportStream(one, ref reader, now);
        core.Update(one);
    }

    private PeerPath ImportPath(ref MessagePackReader reader, Instant now)
    {
        StateForm.Require(reader.ReadArrayHeader() == 8, "a path of 8 values");
        PeerPath path = new(DagAddress.Read(ref reader), core.Options.Timing.Patience);
        DagAddress? candidate = reader.TryReadNil() ? null : DagAddress.Read(ref reader);
        bool attached = reader.ReadBoolean();
        Freshness newest = new(reader.ReadUInt64(), reader.ReadUInt64());
        ulong token = reader.ReadUInt64();
        long creditBytes = reader.ReadInt64();
        bool isAbandoned = reader.ReadBoolean();
        StateForm.Require(creditBytes is >= 0 and <= int.MaxValue, "a credit in range");
        StateForm.Require(candidate is null || token != 0, "a challenge for an unproven place");
        path.Restore(candidate, attached, newest, token, creditBytes, isAbandoned, now);
        return path;
    }

    private void ImportDatagrams(Association one, ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> bytes = reader.ReadBytes();
            if (one.QueuedDatagrams < core.Options.MaximumQueuedPerAssociation
                && pool.TryRent(out QueuedDatagram? datagram))
            {
                StateForm.Require(bytes.Length <= datagram.Bytes.Length, "datagrams that fit the MTU");
                bytes.CopyTo(datagram.Bytes);
                datagram.LengthBytes = bytes.Length;
                one.Enqueue(datagram);
            }
        }
    }

    private void ImportSocket(Association one, string? service, int rank)
    {
        if (rank == NoSocket || sockets.Find(service, rank) is not { } socket)
        {
            return;
        }

        one.Socket = socket;
        StateForm.Require(
            socket.Associations.TryAdd(one.Peer.Token.Value, one),
            "one association for each socket and peer");
    }

    private void ImportStream(Association one, ref MessagePackReader reader, Instant now)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        StateForm.Require(reader.ReadArrayHeader() == 4, "a stream of 4 values");
        long id = reader.ReadInt64();
        string? service = reader.ReadString();
        bool isAnnounced = reader.ReadBoolean();
        StateForm.Require(id <= streams.LastId && streams.Find(id) is null, "each stream once");
        StreamMachine machine = StreamMachine.Import(ref reader, streams.OptionsFor(one.MaximumNodes), now);
        streams.Restore(one, id, service, isAnnounced, machine, now);
    }
}
