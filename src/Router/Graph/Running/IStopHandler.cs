namespace Xia.Router.Graph.Running;

/// <summary>An element that is told of each stop of its graph, such as <c>DriverManager</c>.</summary>
internal interface IStopHandler
{
    /// <summary>A stop was requested.</summary>
    /// <returns>Whether the graph ends here.</returns>
    bool OnStop();
}
