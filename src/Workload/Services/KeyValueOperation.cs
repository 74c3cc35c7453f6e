namespace Xia.Workload.Services;

/// <summary>What a request asks for.</summary>
public enum KeyValueOperation : byte
{
    /// <summary>The value of a key; bytes in the request's value are padding.</summary>
    Get = 1,

    /// <summary>To set the value of a key.</summary>
    Set = 2,
}
