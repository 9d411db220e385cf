namespace TextVae.Server.Problems;

/// <summary>A request that cannot be answered as it stands.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="problems">All that is wrong with it, each as one sentence or a few.</param>
internal sealed class RequestException(int status, params IReadOnlyList<string> problems) : Exception(string.Join(' ', problems))
{
    public int Status => status;

    public IReadOnlyList<string> Problems => problems;
}
