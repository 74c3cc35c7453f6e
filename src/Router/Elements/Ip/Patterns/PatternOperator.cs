namespace Xia.Router.Elements.Ip.Patterns;

/// <summary>How a test compares; each may be negated.</summary>
internal enum PatternOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Less.</summary>
    Less,
}
