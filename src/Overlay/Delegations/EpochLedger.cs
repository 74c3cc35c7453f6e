using Xia.Kernel.MessagePack;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Delegations;

/// <summary>The highest epoch seen of each machine; what was once passed does not come back.</summary>
/// <remarks>
/// Bounded: a full ledger takes no new machines (it forgets none, because forgetting would let an old epoch
/// in again). The saved state is in the order of identifiers.
/// </remarks>
public sealed class EpochLedger
{
    /// <summary>How many machines are remembered unless said otherwise.</summary>
    public const int DefaultCapacity = 65_536;

    private const int StateVersion = 1;

    private readonly Dictionary<Xid, ulong> _highest = [];
    private readonly int _capacity;

    /// <summary>A ledger for a given number of machines.</summary>
    public EpochLedger(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>How many machines are remembered.</summary>
    public int Count => _highest.Count;

    /// <summary>The lowest epoch that is still good for a machine: the highest one seen, or 0.</summary>
    public ulong LowestEpoch(Xid machine) => _highest.GetValueOrDefault(machine);

    /// <summary>Remembers an epoch whose delegation has been checked.</summary>
    /// <returns>Valid, OldEpoch or LedgerFull; only Valid changes anything.</returns>
    public ProofVerdict Raise(Xid machine, ulong epoch)
    {
        if (_highest.TryGetValue(machine, out ulong highest))
        {
            if (epoch < highest)
            {
                return ProofVerdict.OldEpoch;
            }
        }
        else if (_highest.Count == _capacity)
        {
            return ProofVerdict.LedgerFull;
        }

        _highest[machine] = epoch;
        return ProofVerdict.Valid;
    }

    /// <summary>Saves what is remembered.</summary>
    public void Export(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(StateVersion);
        writer.WriteArrayHeader(2 * _highest.Count);
        foreach ((Xid machine, ulong epoch) in _highest.OrderBy(entry => entry.Key))
        {
            machine.Write(ref writer);
            writer.Write(epoch);
        }
    }

    /// <summary>Adds what was saved; of two epochs the higher one stays.</summary>
    /// <exception cref="MessagePackSerializationException">It is not of the form.</exception>
    public void Import(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2 || reader.ReadInt32() != StateVersion)
        {
            throw new MessagePackSerializationException("Not a ledger of epochs of version 1.");
        }

        int count = reader.ReadArrayHeader() / 2;
        for (int i = 0; i < count; i++)
        {
            Xid machine = Xid.Read(ref reader);
            _ = Raise(machine, reader.ReadUInt64());
        }
    }
}
