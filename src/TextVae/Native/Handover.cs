using TorchSharp;

namespace TextVae.Native;

/// <summary>
/// Gives tensors over to autograd: what a function saves for its gradient, and the gradients it returns. Autograd takes its
/// own hold of them, but only after the function has returned, and from then on this side's hold would keep their memory
/// until the step's dispose scope ends. So each function lets go of what the one before it gave over.
/// </summary>
internal static class Handover
{
    [ThreadStatic]
    private static List<torch.Tensor>? _given;

    /// <summary>Lets go of what earlier functions of this thread gave over. Called when a function begins.</summary>
    public static void LetGo()
    {
        foreach (var tensor in _given ?? [])
            tensor.Dispose();
        _given?.Clear();
    }

    /// <summary>Notes tensors that nothing on this side needs once the function has returned.</summary>
    public static void Give(params ReadOnlySpan<torch.Tensor?> tensors)
    {
        _given ??= [];
        foreach (var tensor in tensors)
        {
            if (tensor is not null)
                _given.Add(tensor);
        }
    }
}
