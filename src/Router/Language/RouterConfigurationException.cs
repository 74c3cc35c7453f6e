namespace Xia.Router.Language;

/// <summary>A configuration is wrong; holds every error of the phase that failed.</summary>
public sealed class RouterConfigurationException : Exception
{
    private const string LastLine = "Router could not be initialized!";

    /// <summary>An error without messages.</summary>
    public RouterConfigurationException()
        : base(LastLine)
    {
    }

    /// <summary>An error with one text.</summary>
    public RouterConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public RouterConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// All errors of a phase. A text that is wrong in itself never becomes a router, of which the last line
    /// then says nothing.
    /// </summary>
    internal RouterConfigurationException(
        IReadOnlyList<ConfigurationMessage> messages, bool isRouter = true)
        : base(Join(messages, isRouter)) => Messages = messages;

    /// <summary>All errors, in the order in which they were found.</summary>
    public IReadOnlyList<ConfigurationMessage> Messages { get; } = [];

    // Errors of one context stand under one heading, as Click prints them.
    private static string Join(IReadOnlyList<ConfigurationMessage> messages, bool isRouter)
    {
        var lines = new List<string>();
        ConfigurationMessage? before = null;
        foreach (ConfigurationMessage message in messages)
        {
            bool sameContext = message.Context is not null && before is not null
                && message.Context == before.Context && message.Landmark == before.Landmark;
            lines.Add(sameContext
                ? "  " + message.Text.Replace("\n", "\n  ", StringComparison.Ordinal)
                : message.ToString());
            before = message;
        }

        if (isRouter)
        {
            lines.Add(LastLine);
        }

        return string.Join('\n', lines);
    }
}
