namespace Xia.Router.Elements.Rewriting;

/// <summary>When the elements of this family are configured: those that others name come first.</summary>
internal static class RewritingPhases
{
    /// <summary>Named patterns.</summary>
    public const int Patterns = 0;

    /// <summary>Mappers, which use named patterns; rewriters come at the usual time.</summary>
    public const int Mappers = 99;

    /// <summary>Elements that need a rewriter's number of inputs.</summary>
    public const int Users = 101;
}
