namespace Xia.Workload.Protocol;

/// <summary>What a request asks for; one byte on the wire. Answers carry it with the high bit set.</summary>
public enum KeyValueOperation : byte
{
    /// <summary>The value of a key.</summary>
    Get = 1,

    /// <summary>Store a value under a key.</summary>
    Set = 2,
}
