using System.Buffers;
using System.Buffers.Binary;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Overlay.Addresses;
using Xia.Overlay.Delegations;
using Xia.Overlay.Hosts;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Keys;
using Xia.Overlay.Rebinding;
using Xia.Overlay.Tests.Hosts;
using Xia.Overlay.Wire;

namespace Xia.Overlay.Tests.Rebinding;

/// <summary>
/// An attacker on the path, who has seen every packet between a client and a machine and can send any of its
/// own.
/// </summary>
internal sealed class Attack
{
    public static readonly Xid Lair = MachineIdentity.Ad("lair");

    public Attack(
        ulong seed,
        Weakness weakness = Weakness.None,
        Func<OverlayStackOptions, OverlayStackOptions>? adjustClient = null)
    {
        World = new MovingWorld(
            seed,
            options => options with { Checker = new WeakChecker(weakness) },
            options => (adjustClient?.Invoke(options) ?? options) with
            {
                Checker = new WeakChecker(weakness),
            });
        World.Net.Records = true;
        OverlayStackTests.OpenEcho(World.Machine);
        Client = OverlayStackTests.OpenClient(World.Client);
        Request();
        Request();
        byte[] answer = World.Net.Recorded[^1];
        _ = XipHeader.TryParse(answer, out XipHeader header);
        MachineNonce = BinaryPrimitives.ReadUInt64BigEndian(header.Payload[8..]);
        ClientNonce = BinaryPrimitives.ReadUInt64BigEndian(header.Payload[16..]);
        ClientAddress = header.Destination();
        MachineAddress = header.Source()!;
        Key = KeyPair.Generate(World.Net.Stream("attacker"));
        Myself = Credential.OfIdentity(XidType.Hid, Key);
    }

    public MovingWorld World { get; }

    public DatagramApplication Client { get; }

    public ulong MachineNonce { get; }

    public ulong ClientNonce { get; }

    public DagAddress ClientAddress { get; }

    public DagAddress MachineAddress { get; }

    public KeyPair Key { get; }

    public Credential Myself { get; }

    /// <summary>Where the attacker would like the machine's packets to go.</summary>
    public DagAddress LairOfMachine => DagAddress.Path(Lair, World.Identity.Hid, MovingWorld.Kv);

    public DagAddress BelievedAddress =>
        World.Client.AddressOf(OverlayStackTests.Token(World.Client, "web.kv"))!;

    /// <summary>One request of the client and its answer.</summary>
    public void Request()
    {
        OverlayStackTests.Send(World, Client, [1, 2, 3]);
        World.RunFor(Duration.FromMilliseconds(50));
    }

    /// <summary>A rebinding towards the client, made with whatever the attacker has.</summary>
    public byte[] Forge(
        Credential signer,
        ulong epoch,
        ulong sequence,
        DagAddress? place = null,
        Proof? attachment = null,
        ulong? senderNonce = null,
        ulong? receiverNonce = null)
    {
        byte[] payload = new byte[RebindingMessage.MaximumLengthBytes];
        int lengthBytes = RebindingMessage.Write(
            payload,
            senderNonce ?? MachineNonce,
            receiverNonce ?? ClientNonce,
            new Freshness(epoch, sequence),
            place ?? LairOfMachine,
            signer,
            attachment,
            out _);
        return payload[..lengthBytes];
    }

    /// <summary>The same rebinding with another proof in it.</summary>
    public static byte[] WithProof(byte[] payload, Proof proof)
    {
        int proofOffset = 44 + (payload[40] * DagRow.LengthBytes);
        ArrayBufferWriter<byte> tail = new();
        MessagePackWriter writer = new(tail);
        proof.Write(ref writer);
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(42), (ushort)tail.WrittenCount);
        writer.WriteNil();
        byte[] forged = [.. payload[..proofOffset], .. tail.WrittenSpan];
        PayloadPrefix.Seal(forged);
        return forged;
    }

    /// <summary>A genuine delegation with the attacker's session key put in.</summary>
    public Credential HijackedDelegation(ulong epoch)
    {
        Delegation genuine = World.Identity.Delegate(World.HostB, epoch).Delegation!;
        byte[] bytes = genuine.Encode();
        int at = bytes.AsSpan().IndexOf(genuine.SessionKey);
        Key.PublicKey.Bytes.CopyTo(bytes.AsSpan(at));
        Assert.That(Delegation.TryDecode(bytes, out Delegation? forged), Is.True);
        return Credential.OfDelegation(forged!, Key);
    }

    public byte[] Packet(byte[] payload, DagAddress? source = null, DagAddress? destination = null)
    {
        DagAddress to = destination ?? ClientAddress;
        DagAddress from = source ?? LairOfMachine;
        byte[] packet = new byte[XipWriter.LengthBytes(to, from) + payload.Length];
        int headerBytes = XipWriter.Write(packet, to, from, payload.Length);
        payload.CopyTo(packet, headerBytes);
        return packet;
    }

    /// <summary>Sends a rebinding to the client and gives the client's reason to refuse it.</summary>
    public RebindingRejection Launch(byte[] payload, DagAddress? source = null)
    {
        int before = World.ClientLog.Steps.Count;
        World.Client.OnPacket(Packet(payload, source), World.Now);
        string? rejected = World.ClientLog.Steps.Skip(before)
            .Select(step => step.What).FirstOrDefault(
                what => what.StartsWith("rejected", StringComparison.Ordinal));
        return rejected is null
            ? RebindingRejection.None
            : Enum.Parse<RebindingRejection>(rejected["rejected ".Length..]);
    }

    public PathMessage ReadLast(byte kind)
    {
        foreach (byte[] packet in Enumerable.Reverse(World.Net.Recorded))
        {
            _ = XipHeader.TryParse(packet, out XipHeader header);
            if (header.Payload[0] == kind)
            {
                Assert.That(PathMessage.TryRead(header.Payload, out PathMessage message), Is.True);
                return message;
            }
        }

        Assert.Fail($"No packet of kind {kind} was seen.");
        return default;
    }

    public byte[] PathPayload(byte kind, in PathMessage message)
    {
        byte[] payload = new byte[PathMessage.LengthBytes];
        new PayloadPrefix(kind, 0, MachineNonce, ClientNonce).Write(payload);
        message.Write(payload);
        PayloadPrefix.Seal(payload);
        return payload;
    }
}
