using TorchSharp;

namespace TextVae;

/// <summary>
/// Operations of tensors that libtorch gives a number to. TorchSharp 0.107 makes an object with a finalizer of the number and
/// does not keep it alive while libtorch reads it, in sums of two tensors too, where the number is a factor of 1. A garbage
/// collection in between frees it, and the operation fails, or goes on with another number. Here it lives until the
/// operation is done. A test refuses TorchSharp's own forms in this library.
/// </summary>
internal static class TensorNumbers
{
    /// <summary>a + b.</summary>
    public static torch.Tensor Plus(this torch.Tensor tensor, torch.Tensor other)
    {
        using var one = 1.ToScalar();
        return tensor.add(other, one);
    }

    /// <summary>Adds a number to each element.</summary>
    public static torch.Tensor Plus(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        using var one = 1.ToScalar();
        return tensor.add(scalar, one);
    }

    /// <summary>Takes a number from each element.</summary>
    public static torch.Tensor Minus(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.sub(scalar);
    }

    /// <summary>Takes a whole number from each element, so that a tensor of whole numbers stays one.</summary>
    public static torch.Tensor Minus(this torch.Tensor tensor, long number)
    {
        using var scalar = number.ToScalar();
        return tensor.sub(scalar);
    }

    /// <summary>Multiplies each element with a number.</summary>
    public static torch.Tensor Times(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.mul(scalar);
    }

    /// <summary>The square of each element.</summary>
    public static torch.Tensor Square(this torch.Tensor tensor)
    {
        using var two = 2.ToScalar();
        return tensor.pow(two);
    }

    /// <summary>ELU: x where it is positive, exp(x) − 1 elsewhere.</summary>
    public static torch.Tensor Elu(this torch.Tensor tensor)
    {
        using var one = 1.0.ToScalar();
        return tensor.elu(one, one, one);
    }

    /// <summary>The tensor with a number where the mask is true.</summary>
    public static torch.Tensor MaskedFill(this torch.Tensor tensor, torch.Tensor mask, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.masked_fill(mask, scalar);
    }

    /// <summary>The tensor, to whose slices along a dimension those of another one are added, each to the slice that the index names.</summary>
    public static torch.Tensor IndexAdd(this torch.Tensor tensor, long dimension, torch.Tensor index, torch.Tensor source)
    {
        using var one = 1.ToScalar();
        return tensor.index_add(dimension, index, source, one);
    }

    /// <summary>Adds another tensor in place.</summary>
    /// <returns>The tensor itself, as of the other operations in place.</returns>
    public static torch.Tensor AddInPlace(this torch.Tensor tensor, torch.Tensor other)
    {
        using var one = 1.ToScalar();
        return tensor.add_(other, one);
    }

    /// <summary>Multiplies each element in place.</summary>
    public static torch.Tensor MultiplyInPlace(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.mul_(scalar);
    }

    /// <summary>Divides each element in place.</summary>
    public static torch.Tensor DivideInPlace(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.div_(scalar);
    }

    /// <summary>Sets each element.</summary>
    public static torch.Tensor FillInPlace(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.fill_(scalar);
    }

    /// <summary>0, 1, … count − 1, int64 [count].</summary>
    public static torch.Tensor Range(long count, torch.Device device)
    {
        using var zero = 0L.ToScalar();
        using var end = count.ToScalar();
        using var one = 1L.ToScalar();
        return torch.arange(zero, end, one, torch.ScalarType.Int64, device);
    }

    /// <summary>The number of a tensor with a single one. Nearer than TorchSharp's method of this name, so it is the one that is called.</summary>
    public static double ToDouble(this torch.Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToDouble();
    }

    /// <summary>As <see cref="ToDouble"/>, of whole numbers.</summary>
    public static long ToInt64(this torch.Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToInt64();
    }
}
