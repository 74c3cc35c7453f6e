namespace Xia.Kernel.Work;

/// <summary>
/// The kinds of work that occupy a core in virtual time; the cost table prices each per unit.
/// </summary>
public enum WorkKind
{
    /// <summary>One page looked at by a scan of the dirty bitmap; unit: page of the guest.</summary>
    ScanPage,

    /// <summary>Bytes copied between buffers; unit: byte.</summary>
    CopyByte,

    /// <summary>Bytes hashed with SHA-256; unit: byte.</summary>
    HashByte,

    /// <summary>Bytes checksummed with CRC-32C; unit: byte.</summary>
    ChecksumByte,

    /// <summary>Bytes compared or searched for zeroes; unit: byte.</summary>
    CompareByte,

    /// <summary>One Ed25519 signature made; unit: signature.</summary>
    Sign,

    /// <summary>One Ed25519 signature checked; unit: signature.</summary>
    CheckSignature,

    /// <summary>One new public key validated in full; unit: key.</summary>
    ValidateKey,

    /// <summary>One migration frame made or taken apart; unit: frame.</summary>
    Frame,

    /// <summary>The first write to a page in a round under dirty logging; unit: page.</summary>
    DirtyLogFault,

    /// <summary>The vCPUs of a machine brought to a stop; unit: machine.</summary>
    StopMachine,

    /// <summary>The vCPUs of a machine set going; unit: machine.</summary>
    StartMachine,

    /// <summary>Device state saved; unit: byte.</summary>
    SaveStateByte,

    /// <summary>Device state loaded; unit: byte.</summary>
    LoadStateByte,
}
