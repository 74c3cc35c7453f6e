namespace Xia.Router.Graph.Handlers;

/// <summary>A handler does not exist or refused; the message is Click's.</summary>
public sealed class HandlerException : Exception
{
    /// <summary>An error without a text.</summary>
    public HandlerException()
    {
    }

    /// <summary>An error.</summary>
    public HandlerException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public HandlerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
