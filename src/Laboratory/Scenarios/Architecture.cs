namespace Xia.Laboratory.Scenarios;

/// <summary>What the nodes of an arm speak.</summary>
public enum Architecture
{
    /// <summary>Self-certifying identifiers and DAG addresses.</summary>
    Xia,

    /// <summary>IPv4 and TCP.</summary>
    Ip,
}
