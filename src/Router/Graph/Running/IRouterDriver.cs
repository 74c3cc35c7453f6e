namespace Xia.Router.Graph.Running;

/// <summary>Who runs a graph: an emulated node or a thread.</summary>
public interface IRouterDriver
{
    /// <summary>
    /// Outside <see cref="RouterGraph.Run"/> (a frame arrived, a handler was written, a stack has packets),
    /// <see cref="RouterGraph.NextRun"/> became earlier than the driver last saw.
    /// </summary>
    void OnRunRequested();

    /// <summary>
    /// The same, of one thread of a graph with several; comes from any thread, while others run.
    /// </summary>
    void OnRunRequested(int thread) => OnRunRequested();
}
