using System.Runtime.ExceptionServices;

namespace TextVae.Onnx;

/// <summary>The texts of a call, shared among threads: each takes some of them through the graphs by itself.</summary>
internal static class Shares
{
    /// <summary>How many texts go together, so that every thread has some.</summary>
    public static int Size(int texts, OnnxOptions options) =>
        Math.Clamp((texts + Threads(options) - 1) / Threads(options), 1, options.Batch);

    /// <summary>Works at every part, several at once; the first failure is thrown as it is.</summary>
    public static void ForEach<T>(IEnumerable<T> parts, OnnxOptions options, Action<T> work)
    {
        try
        {
            Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = Threads(options) }, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private static int Threads(OnnxOptions options) => options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
}
